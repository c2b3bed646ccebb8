import assert from 'node:assert/strict';
import { Canary, hasCorpus, type Payload, payloads } from '../../support/hostilePayloads.ts';
import { PanelBrowser } from './panelBrowser.ts';

interface Attack {
  /** Must not be reached by anything. */
  readonly canary: Canary;
  readonly browser: PanelBrowser;
  readonly payloads: readonly Payload[];
}

/** A browser and what is thrown at it, for the tests of this `describe`; they are skipped without the corpus. */
export function underAttack(): Attack {
  const canary = new Canary();
  let browser: PanelBrowser | undefined;
  let thrown: readonly Payload[] = [];
  before(async function () {
    if (!hasCorpus()) {
      console.log('skipped: no conformance data');
      this.skip();
    }
    thrown = payloads(await canary.listen());
    browser = await PanelBrowser.start();
  });
  after(async () => {
    canary.close();
    await browser?.close();
  });
  return {
    canary,
    get browser() {
      assert.ok(browser);
      return browser;
    },
    get payloads() {
      return thrown;
    },
  };
}
