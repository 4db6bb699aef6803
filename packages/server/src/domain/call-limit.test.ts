import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CallMeter } from "./call-limit.ts";

const limit = { enabled: true, perSecond: 10, raisedPerSecond: 40, inFlight: 4 };

function takeAll(meter: CallMeter, now: number): number {
  let taken = 0;
  while (meter.take(limit, now) === 0) taken += 1;
  return taken;
}

describe("the meter of an application's calls", () => {
  test("lets five seconds' worth pass at once after a quiet time, then so many a second", () => {
    const meter = new CallMeter();
    assert.equal(takeAll(meter, 0), 50);
    assert.equal(takeAll(meter, 500), 5);
    assert.equal(takeAll(meter, 1_500), 10);
    assert.equal(takeAll(meter, 100_000), 50);
  });

  test("says after how many seconds one may pass again", () => {
    const meter = new CallMeter();
    takeAll(meter, 0);
    assert.equal(meter.take(limit, 0), 1);
    meter.charge(35);
    assert.equal(meter.take(limit, 0), 4);
    assert.notEqual(meter.take(limit, 3_500), 0);
    assert.equal(meter.take(limit, 3_600), 0);
  });

  test("what is refused costs nothing: who goes on calling is let through as often as who waits", () => {
    const meter = new CallMeter();
    takeAll(meter, 0);
    for (let refused = 0; refused < 1_000; refused += 1) assert.notEqual(meter.take(limit, 0), 0);
    assert.equal(takeAll(meter, 1_000), 10);
  });

  test("is raised by 100 creations within ten minutes, until an hour after the last of them", () => {
    const meter = new CallMeter();
    for (let created = 0; created < 99; created += 1) meter.arrive(1_000);
    takeAll(meter, 1_000);
    assert.equal(takeAll(meter, 2_000), 10);
    meter.arrive(2_000);
    assert.equal(takeAll(meter, 3_000), 40);
    meter.arrive(4_000);
    assert.equal(takeAll(meter, 3_603_999), 200);
    assert.equal(takeAll(meter, 3_700_000), 50);
  });

  test("is not raised by people who arrive now and then", () => {
    const meter = new CallMeter();
    for (let minute = 0; minute < 1_000; minute += 1) meter.arrive(minute * 60_000);
    assert.equal(takeAll(meter, 60_000_000), 50);
  });
});
