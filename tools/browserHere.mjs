import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * The browser that tests and pictures are taken in: what CHROMIUM_PATH names, else Chromium, Chrome or Edge in their usual places;
 * undefined without one. Plain JavaScript, for install.mjs.
 */
export function browserHere({
  environment = process.env,
  platform = process.platform,
  isThere = (file) => existsSync(file),
} = {}) {
  const named = environment.CHROMIUM_PATH;
  const places = named === undefined ? (usualPlaces[platform]?.(environment) ?? []) : [named];
  return places.find((file) => isThere(file));
}

const usualPlaces = {
  linux: () => ['/usr/bin/chromium'],
  darwin: () =>
    ['Chromium', 'Google Chrome', 'Microsoft Edge'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`),
  win32: (environment) => {
    const folders = ['LOCALAPPDATA', 'ProgramFiles', 'ProgramFiles(x86)'].map((name) => environment[name]);
    const programs = ['Chromium\\Application\\chrome.exe', 'Google\\Chrome\\Application\\chrome.exe'];
    return [...programs, 'Microsoft\\Edge\\Application\\msedge.exe'].flatMap((program) =>
      folders.filter((folder) => folder).map((folder) => path.win32.join(folder, program)),
    );
  },
};
