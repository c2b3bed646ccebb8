// A `git.exe` for tests under Wine, where Git for Windows is not to be had: it hands its call to the gitServer.ts beside it over
// loopback, which asks the git of the machine. The file `git.port` beside the program holds the port and a word that shows who asks.
// Both sides send frames: a letter, the length in four bytes (lowest first), and as many bytes.
#include <winsock2.h>
#include <windows.h>
#include <shellapi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static SOCKET server;

static void stop(const char *why) {
  fprintf(stderr, "git stand-in: %s\n", why);
  ExitProcess(127);
}

static void sendAll(const char *bytes, int length) {
  while (length > 0) {
    int sent = send(server, bytes, length, 0);
    if (sent <= 0) stop("the server is gone");
    bytes += sent;
    length -= sent;
  }
}

static void sendFrame(char kind, const char *bytes, unsigned length) {
  char head[5] = {kind, (char)length, (char)(length >> 8), (char)(length >> 16), (char)(length >> 24)};
  sendAll(head, 5);
  sendAll(bytes, (int)length);
}

static void sendText(char kind, const wchar_t *text) {
  int length = WideCharToMultiByte(CP_UTF8, 0, text, -1, NULL, 0, NULL, NULL);
  char *bytes = malloc(length);
  WideCharToMultiByte(CP_UTF8, 0, text, -1, bytes, length, NULL, NULL);
  sendFrame(kind, bytes, length - 1);
  free(bytes);
}

static int receive(char *bytes, unsigned length) {
  while (length > 0) {
    int got = recv(server, bytes, (int)length, 0);
    if (got <= 0) return 0;
    bytes += got;
    length -= got;
  }
  return 1;
}

static DWORD WINAPI sendInput(LPVOID unused) {
  static char bytes[65536];
  HANDLE input = GetStdHandle(STD_INPUT_HANDLE);
  DWORD got;
  while (ReadFile(input, bytes, sizeof bytes, &got, NULL) && got > 0) sendFrame('i', bytes, got);
  sendFrame('z', "", 0);
  return 0;
}

static void writeAll(DWORD which, const char *bytes, unsigned length) {
  HANDLE output = GetStdHandle(which);
  DWORD written;
  while (length > 0) {
    if (!WriteFile(output, bytes, length, &written, NULL)) return;
    bytes += written;
    length -= written;
  }
}

static int readPort(char *word, int size) {
  wchar_t name[MAX_PATH];
  int port = 0;
  GetModuleFileNameW(NULL, name, MAX_PATH);
  wcscpy(wcsrchr(name, L'.'), L".port");
  FILE *file = _wfopen(name, L"rb");
  if (!file || fscanf(file, "%d", &port) != 1 || fscanf(file, "%63s", word) != 1) stop("there is no git.port");
  fclose(file);
  return port;
}

static void connectTo(int port) {
  WSADATA data;
  struct sockaddr_in address = {0};
  int yes = 1;
  WSAStartup(MAKEWORD(2, 2), &data);
  server = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
  address.sin_family = AF_INET;
  address.sin_port = htons((unsigned short)port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(server, (struct sockaddr *)&address, sizeof address) != 0) stop("nobody listens");
  setsockopt(server, IPPROTO_TCP, TCP_NODELAY, (const char *)&yes, sizeof yes);
}

static void sendCall(const char *word) {
  int count;
  wchar_t **words = CommandLineToArgvW(GetCommandLineW(), &count);
  static wchar_t folder[32768];
  sendFrame('w', word, strlen(word));
  for (int index = 1; index < count; index++) sendText('a', words[index]);
  GetCurrentDirectoryW(sizeof folder / sizeof *folder, folder);
  sendText('d', folder);
  for (const wchar_t *variable = GetEnvironmentStringsW(); *variable; variable += wcslen(variable) + 1)
    sendText('e', variable);
  sendFrame('g', "", 0);
}

int main(void) {
  char word[64], head[5];
  connectTo(readPort(word, sizeof word));
  sendCall(word);
  CreateThread(NULL, 0, sendInput, NULL, 0, NULL);
  while (receive(head, 5)) {
    const unsigned char *size = (const unsigned char *)head + 1;
    unsigned length = size[0] | size[1] << 8 | size[2] << 16 | (unsigned)size[3] << 24;
    char *bytes = malloc(length + 1);
    if (!receive(bytes, length)) break;
    bytes[length] = 0;
    if (head[0] == 'x') ExitProcess((UINT)atoi(bytes));
    writeAll(head[0] == 'o' ? STD_OUTPUT_HANDLE : STD_ERROR_HANDLE, bytes, length);
    free(bytes);
  }
  stop("the server ended in the middle");
  return 127;
}
