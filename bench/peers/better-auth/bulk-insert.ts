import { createHash, randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { enterpriseUserUrn } from "../../../packages/scim/src/urns.ts";
import { externalIdOf, personBody, userNameOf } from "../../person.ts";
import { batches, insertRows } from "../peer-postgres.ts";

// Rows as @better-auth/scim 1.7.5 writes them one by one, written many at a time. What its look-ups find of them is
// what it keys by: a scenario that looks somebody up shows whether they are right.

export const connectionId = "bench";

/** Its key of what has to be unique: a hash over the parts. */
function scopedKey(...parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url");
}

function orderKey(at: Date): string {
  return `${String(at.getTime()).padStart(15, "0")}:${randomUUID().replaceAll("-", "").slice(0, 16)}`;
}

const emailToken = (email: string): string => scopedKey("scim-email-value", email.toLowerCase());

/** Holds the people numbered 0 to `count` - 1; returns their ids. */
export async function insertPeople(pool: Pool, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (const numbers of batches(count)) {
    const people = numbers.map(person);
    await insertRows(
      pool,
      "user",
      people.map(({ user }) => user),
    );
    await insertRows(
      pool,
      "scimUser",
      people.map(({ scimUser }) => scimUser),
    );
    await insertRows(
      pool,
      "scimSubject",
      people.map(({ scimSubject }) => scimSubject),
    );
    ids.push(...people.map(({ scimUser }) => scimUser.id));
  }
  await pool.query("vacuum analyze");
  return ids;
}

function person(number: number) {
  const now = new Date();
  const [userId, scimUserId] = [randomUUID(), randomUUID()];
  const body = personBody(number);
  const { displayName, title, preferredLanguage, locale, timezone, userType, phoneNumbers, addresses, schemas } = body;
  const sent = body["emails"] as unknown as readonly { value: string; type: string; primary?: boolean }[];
  const emails = sent.map((one) => ({ ...one, value: one.value.toLowerCase(), primary: one.primary === true }));
  const name = body["name"] as { readonly formatted: string; readonly givenName: string; readonly familyName: string };
  const email = userNameOf(number);
  const dates = { createdAt: now, updatedAt: now };
  const attributes = {
    schemas,
    name,
    emails,
    title,
    userType,
    preferredLanguage,
    locale,
    timezone,
    phoneNumbers,
    addresses,
  };
  return {
    user: { id: userId, name: displayName, email, emailVerified: false, ...dates },
    scimUser: {
      id: scimUserId,
      connectionId,
      provisioningDomainId: connectionId,
      userId,
      connectionUserKey: scopedKey("scim-user", connectionId, userId),
      userName: email,
      userNameKey: scopedKey("scim-user-name", connectionId, email),
      primaryEmail: email,
      workEmailValueIndex: `|${emailToken(email)}|`,
      emailValueIndex: `|${emails
        .map(({ value }) => emailToken(value))
        .sort()
        .join("|")}|`,
      displayName,
      formattedName: name.formatted,
      givenName: name.givenName,
      familyName: name.familyName,
      serializedEmails: JSON.stringify(emails),
      serializedAttributes: JSON.stringify({ ...attributes, enterprise: body[enterpriseUserUrn] }),
      externalId: externalIdOf(number),
      externalIdKey: scopedKey("scim-user-external-id", connectionId, externalIdOf(number)),
      active: true,
      orderKey: orderKey(now),
      ...dates,
    },
    scimSubject: { id: randomUUID(), userId, profileSourceId: scimUserId, revision: 1, ...dates },
  };
}

/** Holds a group of these people; returns its id. */
export async function insertGroup(pool: Pool, displayName: string, memberIds: readonly string[]): Promise<string> {
  const [now, id] = [new Date(), randomUUID()];
  await insertRows(pool, "scimGroup", [
    {
      id,
      connectionId,
      provisioningDomainId: connectionId,
      revision: 0,
      displayName,
      displayNameKey: scopedKey("scim-group-display-name", connectionId, displayName.toLowerCase()),
      orderKey: orderKey(now),
      createdAt: now,
      updatedAt: now,
    },
  ]);
  for (const numbers of batches(memberIds.length)) {
    const members = numbers.map((number) => {
      const scimUserId = memberIds[number] ?? "";
      const membershipKey = scopedKey("scim-group-member", connectionId, id, scimUserId);
      return { id: randomUUID(), connectionId, groupId: id, scimUserId, membershipKey, createdAt: now };
    });
    await insertRows(pool, "scimGroupMember", members);
  }
  return id;
}
