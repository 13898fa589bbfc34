/* Exchanges two names as fast as it can until the time is up: DIRECTORY LINK SECONDS. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int main(int count, char **words) {
  time_t end = time(0) + atoi(words[3]);
  while (time(0) < end) {
    syscall(SYS_renameat2, AT_FDCWD, words[1], AT_FDCWD, words[2], 2);
    usleep(200);
  }
  return 0;
}
