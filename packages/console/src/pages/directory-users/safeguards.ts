import { directoryUserAdministrationRoutes as routes } from "@rollcall/admin-api/directory-user-administration.ts";
import type { DirectoryUserDetails } from "@rollcall/admin-api/directory-users.ts";

/** What an administrator can put over a person. */
export type Safeguard = keyof DirectoryUserDetails["safeguards"];

interface Words {
  /** On the mark beside a name. */
  readonly mark: string;
  /** What it means while it lasts. */
  readonly means: string;
  readonly place: { readonly route: SafeguardRoute; readonly verb: string; readonly title: (name: string) => string };
  readonly lift: {
    readonly route: SafeguardRoute;
    readonly verb: string;
    readonly title: (name: string) => string;
    readonly says: string;
  };
}

type SafeguardRoute =
  | typeof routes.protectDirectoryUser
  | typeof routes.unprotectDirectoryUser
  | typeof routes.placeLegalHold
  | typeof routes.liftLegalHold;

/** Both safeguards in words. */
export const safeguards: Readonly<Record<Safeguard, Words>> = {
  protection: {
    mark: "Protected",
    means:
      "What a source takes away from this person (the account, its place in a group, its link) waits under Held until somebody approves it.",
    place: { route: routes.protectDirectoryUser, verb: "Protect", title: (name) => `Protect ${name}?` },
    lift: {
      route: routes.unprotectDirectoryUser,
      verb: "End protection",
      title: (name) => `End the protection of ${name}?`,
      says: "Sources disable, bin and relink this person again like everybody else. What is held already goes on waiting.",
    },
  },
  legalHold: {
    mark: "Legal hold",
    means:
      "This person is neither put into the recycle bin nor erased. What would bin them disables them instead, so access still ends.",
    place: {
      route: routes.placeLegalHold,
      verb: "Place legal hold",
      title: (name) => `Place a legal hold over ${name}?`,
    },
    lift: {
      route: routes.liftLegalHold,
      verb: "Lift legal hold",
      title: (name) => `Lift the legal hold over ${name}?`,
      says: "From now on the person can go to the recycle bin and be erased. Nothing of that happens by lifting it.",
    },
  },
};
