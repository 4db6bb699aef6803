/**
 * With what Node is started to serve: V8 would let garbage grow to several times what is in use before it looks, on any
 * machine with much memory. Measured, these take a third to a half of the memory and some percent of the throughput
 * (docs/operations.md). package.json, the image and the systemd unit name them too, and a test holds them to these.
 */
export const memoryFlags: readonly string[] = ["--max-semi-space-size=8", "--heap-growing-percent=50"];
