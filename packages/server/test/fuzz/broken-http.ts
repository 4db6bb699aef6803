/** Bytes that are no request, or one and a half, or two in one; `target` is the path of a SCIM endpoint. */
export function brokenRequests(target: string, token: string): readonly Buffer[] {
  const head = `Host: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/scim+json\r\n`;
  const post = `POST ${target}/Users HTTP/1.1\r\n${head}`;
  const get = `GET ${target}/Users?count=0 HTTP/1.1\r\n${head}`;
  return [
    "\r\n\r\n\r\n",
    "GET\r\n\r\n",
    `GET ${target}/Users\r\n\r\n`,
    `GET ${target}/Users HTTP/9.9\r\n${head}\r\n`,
    `BREW ${target}/Users HTTP/1.1\r\n${head}\r\n`,
    `GET ${target}/Users HTTP/1.1\r\n\r\n`,
    `GET http://other.example${target}/Users HTTP/1.1\r\n${head}\r\n`,
    `GET * HTTP/1.1\r\n${head}\r\n`,
    `CONNECT example.com:443 HTTP/1.1\r\n${head}\r\n`,
    `TRACE ${target}/Users HTTP/1.1\r\n${head}\r\n`,
    `${get}Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n`,
    `${get}X: ${"a".repeat(40_000)}\r\n\r\n`,
    `${get}${"X: y\r\n".repeat(3_000)}\r\n`,
    `${get}X y\r\n\r\n`,
    `${get}\u0000: y\r\n\r\n`,
    `${get} folded: y\r\n\r\n`,
    `${post}Content-Length: -1\r\n\r\n{}`,
    `${post}Content-Length: 99999999999999999999\r\n\r\n{}`,
    `${post}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`,
    `${post}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    `${post}Content-Length: 100\r\n\r\n{}`,
    `${post}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`,
    `${post}Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}`,
    `${post}Transfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`,
    `${post}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}`,
    `${post}Expect: the-unexpected\r\nContent-Length: 2\r\n\r\n{}`,
    // Several in one, of which the middle one is broken.
    `${get}\r\n${get}\r\n${post}Content-Length: x\r\n\r\n`,
    `${get}\r\n`.repeat(50),
    "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
  ].map((text) => Buffer.from(text, "latin1"));
}
