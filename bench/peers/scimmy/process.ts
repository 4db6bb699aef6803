import SCIMMY from "scimmy";
import { answerCalls } from "../../call-process.ts";
import { personBody } from "../../person.ts";
import type { PeerMethods } from "../peer.ts";
import { type Peer, startScimmy } from "./provider.ts";

// A process of its own: scimmy-routers on express 4, everything in memory.

let started: Peer | undefined;

const methods: PeerMethods = {
  async open() {
    // As large as Rollcall is set for the bench.
    SCIMMY.Config.set("bulk", { supported: true, maxOperations: 1_000, maxPayloadSize: 8 * 1024 * 1024 });
    started = await startScimmy();
    return { baseUrl: started.baseUrl, token: started.token };
  },
  async load({ count }) {
    const users = ready().users;
    return Array.from({ length: count }, (_, number) => users.write({}, personBody(number)).id);
  },
  async group({ displayName, memberIds }) {
    return ready().groups.write({}, { displayName, members: memberIds.map((value) => ({ value })) }).id;
  },
};

function ready(): Peer {
  if (started === undefined) throw new Error("the peer was asked before it was opened");
  return started;
}

answerCalls(methods, async () => started?.close());
