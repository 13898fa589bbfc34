/* A socket without a path: "scopes" tells the version of Landlock, "listen NAME" prints a line and
   waits for its input to end, "connect NAME" prints what came of it. */
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

int main(int count, char **words) {
  if (strcmp(words[1], "scopes") == 0) {
    printf("%ld\n", syscall(444, 0, 0, 1));
    return 0;
  }
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  strcpy(address.sun_path + 1, words[2]);
  socklen_t length = offsetof(struct sockaddr_un, sun_path) + 1 + strlen(words[2]);
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  if (strcmp(words[1], "connect") == 0) {
    printf("%d\n", connect(fd, (struct sockaddr *)&address, length) == 0 ? 0 : errno);
    return 0;
  }
  if (bind(fd, (struct sockaddr *)&address, length) || listen(fd, 5)) return 1;
  puts("listening");
  fflush(stdout);
  char byte;
  return read(0, &byte, 1) < 0;
}
