/* Does with files what the commands of busybox cannot: each word is a step, NAME:PATH:MORE, and prints a line.
     unnamed:DIRECTORY:NAME   writes a file without a name, gives it an owner and a mode, and links it to NAME
     list:PATH:KIND:ENTRIES   sets an access list of the kind "access" or "default"; ENTRIES is of TAG.PERMISSIONS.ID
     unlist:PATH:KIND         takes it away
     lists:PATH:KIND          prints mode and list
     mask:OCTAL               sets the umask
     make:PATH:OCTAL          makes an empty file, or a directory if PATH ends in a slash
     as:ID                    becomes a user and a group
     reads:PATH               tells whether the file can be opened
     mark:PATH                sets the capabilities of a program
   An error is printed as its number. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

static const char *attribute(const char *kind) {
  return strcmp(kind, "default") ? "system.posix_acl_access" : "system.posix_acl_default";
}

static int unnamed(const char *directory, const char *name) {
  char link[64];
  struct stat seen;
  int fd = open(directory, O_TMPFILE | O_RDWR, 0640);
  if (fd < 0 || write(fd, "unnamed\n", 8) != 8 || fchown(fd, 12, 34) || fchmod(fd, 04751) || fstat(fd, &seen)) return -1;
  printf("%o %d:%d %d ", seen.st_mode, seen.st_uid, seen.st_gid, (int)seen.st_nlink);
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  return linkat(AT_FDCWD, link, AT_FDCWD, name, AT_SYMLINK_FOLLOW);
}

static int list(const char *path, const char *kind, char *entries) {
  unsigned char value[256] = {2, 0, 0, 0};
  int length = 4;
  for (char *entry = entries; entry && *entry; length += 8) {
    long tag = strtol(entry, &entry, 10), permissions = strtol(entry + 1, &entry, 10), id = strtol(entry + 1, &entry, 10);
    value[length] = tag;
    value[length + 2] = permissions;
    memcpy(value + length + 4, (int[]){id}, 4);
    if (*entry) entry++;
  }
  return setxattr(path, attribute(kind), value, length, 0);
}

static int lists(const char *path, const char *kind) {
  unsigned char value[256];
  struct stat seen;
  if (stat(path, &seen)) return -1;
  printf("%o ", seen.st_mode & 07777);
  int length = getxattr(path, attribute(kind), value, sizeof value);
  for (int at = 4; at + 8 <= length; at += 8) {
    int id;
    memcpy(&id, value + at + 4, 4);
    printf("%d.%d.%d ", value[at], value[at + 2], id);
  }
  return length < 0 ? -1 : 0;
}

static int make(const char *path, int mode) {
  if (path[strlen(path) - 1] == '/') return mkdir(path, mode);
  int fd = open(path, O_CREAT | O_EXCL | O_WRONLY, mode);
  return fd < 0 ? -1 : close(fd);
}

static int mark(const char *path) {
  unsigned int value[5] = {0x02000001, 0x2000, 0, 0, 0}; /* CAP_NET_RAW, permitted and effective */
  return setxattr(path, "security.capability", value, sizeof value, 0);
}

static int become(int id) {
  return setgroups(0, 0) || setresgid(id, id, id) || setresuid(id, id, id) ? -1 : 0;
}

int main(int count, char **words) {
  setvbuf(stdout, 0, _IOLBF, 0);
  for (int i = 1; i < count; i++) {
    char *rest = words[i];
    char *step = strsep(&rest, ":"), *path = strsep(&rest, ":"), *kind = strsep(&rest, ":");
    int result = -1;
    errno = EINVAL;
    if (!strcmp(step, "unnamed")) result = unnamed(path, kind);
    if (!strcmp(step, "list")) result = list(path, kind, rest);
    if (!strcmp(step, "unlist")) result = removexattr(path, attribute(kind));
    if (!strcmp(step, "lists")) result = lists(path, kind);
    if (!strcmp(step, "mask")) umask(strtol(path, 0, 8)), result = 0;
    if (!strcmp(step, "make")) result = make(path, strtol(kind, 0, 8));
    if (!strcmp(step, "as")) result = become(atoi(path));
    if (!strcmp(step, "reads")) result = open(path, O_RDONLY) < 0 ? -1 : 0;
    if (!strcmp(step, "mark")) result = mark(path);
    printf("%d\n", result < 0 ? errno : 0);
  }
  return 0;
}
