/* Loaded before libc: a disk and a clock that say what a test wants of them, where mounting or breaking a real one would need
 * rights or luck, and waiting would need days.
 *
 * PRETEND_DISK=0x6969      statfs says that every disk is of this type
 * PRETEND_SYNC=PATH[:N]    the Nth sync (the first otherwise) of files and folders whose path has PATH in it fails, and no other,
 * PRETEND_FAULT=28         with this error (EIO otherwise)
 * PRETEND_LATER=3600       the wall clock is ahead by so many seconds; the clock since boot is the machine's
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statfs.h>
#include <time.h>
#include <unistd.h>

int statfs(const char* path, struct statfs* into) {
    int (*real)(const char*, struct statfs*) = (int (*)(const char*, struct statfs*))dlsym(RTLD_NEXT, "statfs");
    const int answer = real(path, into);
    const char* type = getenv("PRETEND_DISK");
    if (answer == 0 && type != NULL) into->f_type = strtol(type, NULL, 0);
    return answer;
}

static int is_struck(int file) {
    static int seen = 0;
    const char* wanted = getenv("PRETEND_SYNC");
    char link[64], path[PATH_MAX], part[PATH_MAX];
    if (wanted == NULL) return 0;
    snprintf(part, sizeof part, "%s", wanted);
    char* number = strrchr(part, ':');
    if (number != NULL) *number++ = '\0';
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    const ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = '\0';
    if (strstr(path, part) == NULL) return 0;
    return ++seen == (number == NULL ? 1 : atoi(number));
}

static int sync_with(const char* name, int file) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    if (!is_struck(file)) return real(file);
    const char* fault = getenv("PRETEND_FAULT");
    errno = fault == NULL ? EIO : atoi(fault);
    return -1;
}

int fsync(int file) { return sync_with("fsync", file); }
int fdatasync(int file) { return sync_with("fdatasync", file); }

int clock_gettime(clockid_t which, struct timespec* into) {
    int (*real)(clockid_t, struct timespec*) = (int (*)(clockid_t, struct timespec*))dlsym(RTLD_NEXT, "clock_gettime");
    const int answer = real(which, into);
    const char* later = getenv("PRETEND_LATER");
    if (answer == 0 && which == CLOCK_REALTIME && later != NULL) into->tv_sec += atol(later);
    return answer;
}
