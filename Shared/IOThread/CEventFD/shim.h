#pragma once
// The Glibc module of Swift leaves <sys/eventfd.h> out, and hides what needs _GNU_SOURCE.
#include <pthread.h>
#include <sys/eventfd.h>

extern int pthread_setname_np(pthread_t thread, const char *name);
