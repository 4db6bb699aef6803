import ipaddr from "ipaddr.js";

/**
 * Says why an address may not be called from here: everything but a unicast address of the internet (this machine,
 * private networks, link-local with the metadata services of clouds, multicast, reserved ones); undefined when it may.
 *
 * @param address a literal as a resolver or a socket gives it
 */
export function whyNotReachable(address: string): string | undefined {
  if (!ipaddr.isValid(address)) return `${address} is not an address`;
  // An IPv4 address in IPv6's clothes is judged as what it is.
  const range = ipaddr.process(address).range();
  return range === "unicast" ? undefined : `${address} is not an address of the internet (${range})`;
}

/** Reads the URL of a receiver. @returns why not, as a sentence, where it is none */
export function readReceiverUrl(text: string): { readonly url: URL } | { readonly expected: string } {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) {
    return { expected: "an address that begins with https:// or http://" };
  }
  if (url.username !== "" || url.password !== "") {
    return { expected: "an address without user name and password" };
  }
  return { url };
}
