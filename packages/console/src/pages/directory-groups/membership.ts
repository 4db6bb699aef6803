import type { DirectoryGroupMember } from "@rollcall/admin-api/directory-groups.ts";
import type { Meaning } from "../../design/meaning.ts";

interface Words {
  readonly says: string;
  /** What the source says, and what is in force. */
  readonly title: string;
  readonly meaning: Meaning;
}

/** A membership in words: whether it is in force, and why where that is not what the source says. */
export function wordsOfMembership(member: DirectoryGroupMember): Words {
  const { provisioned, effective, sourceApplicationId } = member;
  if (provisioned && effective) {
    return { says: "In force", title: "The source says so, and it is in force.", meaning: "flowing" };
  }
  if (effective && sourceApplicationId === null) {
    return { says: "In force", title: "No source says so: it is kept in the directory.", meaning: "flowing" };
  }
  if (effective) {
    const title = "The source took this member out; in the directory it stays until somebody decides.";
    return { says: "Kept", title, meaning: "attention" };
  }
  const why = reasonOf(member);
  return {
    says: `Not in force: ${why}`,
    title: provisioned ? "The source says so; in the directory it counts for nothing now." : "No source says so now.",
    meaning: "off",
  };
}

function reasonOf({ id, status, type }: DirectoryGroupMember): string {
  if (id === null) return "linked to nobody";
  if (status === "disabled") return "disabled";
  if (status === "binned") return "in the bin";
  return type === "Group" ? "the group is held" : "held";
}
