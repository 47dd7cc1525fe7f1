/*
 * Preloaded into btvirt where the kernel has no AF_ALG. Its LE controllers open such sockets for the ciphers of
 * pairing and of private addresses; a link without encryption, as every sensor here has, uses neither.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/socket.h>

#ifndef AF_ALG
#define AF_ALG 38
#endif

typedef int (*socket_function)(int, int, int);
typedef int (*bind_function)(int, const struct sockaddr *, socklen_t);

/* A socket that nothing is ever sent through stands for the one that cannot be had. */
int socket(int domain, int type, int protocol)
{
	socket_function next = (socket_function)dlsym(RTLD_NEXT, "socket");
	int fd = next(domain, type, protocol);

	return fd < 0 && domain == AF_ALG ? next(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0) : fd;
}

int bind(int fd, const struct sockaddr *address, socklen_t length)
{
	bind_function next = (bind_function)dlsym(RTLD_NEXT, "bind");
	int result = next(fd, address, length);

	return address && address->sa_family == AF_ALG ? 0 : result;
}
