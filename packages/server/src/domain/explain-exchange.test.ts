import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { plainStatuses, scimTypes } from "@rollcall/scim/scim-error.ts";
import { explainExchange } from "./explain-exchange.ts";

const refusal = { scimType: null, detail: null, outcome: "refused" };

describe("what an exchange means, in words", () => {
  test("every kind of SCIM error and every status that can be answered has words of its own", () => {
    const kinds = Object.entries(scimTypes).map(([scimType, status]) => ({ ...refusal, scimType, status }));
    const plain = plainStatuses.map((status) => ({ ...refusal, status }));
    const said = [...kinds, ...plain].map((exchange) => explainExchange(exchange));
    for (const meaning of said) {
      assert.match(meaning?.meaning ?? "", /^[A-Z].*\.$/);
      assert.match(meaning?.whatToDo ?? "", /^[A-Z].*\.$/);
    }
    assert.equal(new Set(said.map((one) => one?.meaning)).size, kinds.length + plain.length);
  });

  const told: readonly (readonly [status: number, detail: string, meaning: RegExp])[] = [
    [401, "Expected a bearer token in the Authorization header, found none", /without a token/],
    [401, "The bearer token was revoked: create another", /revoked/],
    [401, "The bearer token has expired: create another", /time is over/],
    [404, "There is nothing here for this bearer token: compare the SCIM base URL", /another application/],
    [404, "The SCIM base URL ends in /Users: remove that, it ends in /v2", /endpoint at its end/],
    [404, 'User "x" was not found in this application', /no such person/],
    [503, "An administrator has this source application refuse all requests for now", /mode is refusing/],
  ];
  for (const [status, detail, meaning] of told) {
    test(`${status} ${detail}`, () => {
      assert.match(explainExchange({ ...refusal, status, detail })?.meaning ?? "", meaning);
    });
  }

  test("a write that was answered is told by its outcome; a read that was answered says all by itself", () => {
    const answered = { ...refusal, status: 200 };
    for (const outcome of ["applied", "unchanged", "observed", "held", "conflict"]) {
      assert.ok(explainExchange({ ...answered, outcome }) !== undefined, outcome);
    }
    assert.equal(explainExchange({ ...answered, outcome: null }), undefined);
  });
});
