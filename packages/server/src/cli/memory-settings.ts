/**
 * The flags that Node is started with to serve: V8 would let garbage grow to several times what is in use before it looks,
 * on any machine with much memory. Measured, these take a third to a half of the memory and some percent of the throughput
 * (docs/operations.md). package.json, the image and the systemd unit name them too, and a test holds them to these.
 */
export const memoryFlags: readonly string[] = ["--max-semi-space-size=8", "--heap-growing-percent=50"];

/**
 * The environment that goes with them, for the allocator of glibc: each thread would have an area of its own, and what is
 * freed would stay with the process once large blocks have come and gone. Measured, they take a tenth of the memory after
 * every kind of request has been served, and no throughput. Where the allocator is another one, nothing reads them.
 */
export const memoryVariables: Readonly<Record<string, string>> = {
  MALLOC_ARENA_MAX: "2",
  MALLOC_TRIM_THRESHOLD_: "131072",
};
