/* A loader that runs in the place of whatever needs one, and tries to change the program that was
   started. Has no library. */
static long call(long number, long a, long b, long c, long d) {
  long result;
#ifdef __x86_64__
  register long r10 __asm__("r10") = d;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10)
                   : "rcx", "r11", "memory");
#else
  register long x8 __asm__("x8") = number;
  register long x0 __asm__("x0") = a;
  register long x1 __asm__("x1") = b;
  register long x2 __asm__("x2") = c;
  register long x3 __asm__("x3") = d;
  __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3) : "memory");
  result = x0;
#endif
  return result;
}
#ifdef __x86_64__
enum { OPENAT = 257, WRITE = 1, FCHMOD = 91, READLINKAT = 267, EXIT = 60 };
#else
enum { OPENAT = 56, WRITE = 64, FCHMOD = 52, READLINKAT = 78, EXIT = 93 };
#endif

static void say(const char *text, long value) {
  char line[64];
  int at = 0;
  while (text[at]) { line[at] = text[at]; at++; }
  line[at++] = value < 0 ? '-' : '+';
  if (value < 0) value = -value;
  char digits[20];
  int count = 0;
  do { digits[count++] = '0' + value % 10; value /= 10; } while (value);
  while (count) line[at++] = digits[--count];
  line[at++] = '\n';
  call(WRITE, 1, (long)line, at, 0);
}

void _start(void) {
  const char *path = "/proc/self/exe";
  char target[256];
  long length = call(READLINKAT, -100, (long)path, (long)target, 255);
  if (length > 0) {
    target[length] = '\n';
    call(WRITE, 1, (long)target, length + 1, 0);
  }
  long fd = call(OPENAT, -100, (long)path, 0, 0);
  say("read ", fd < 0 ? fd : 0);
  say("chmod ", call(FCHMOD, fd, 04755, 0, 0));
  long writable = call(OPENAT, -100, (long)path, 1, 0);
  say("write ", writable < 0 ? writable : 0);
  call(EXIT, 0, 0, 0, 0);
}
