import Type, { type Static } from "typebox";
import { DomainList } from "./organizations.ts";
import { defineRoutes } from "./route.ts";
import { exactly, Id, Instant, Name, page, pageQuery } from "./values.ts";

export const Mode = Type.Enum(["live", "observe", "paused", "refusing"], {
  description:
    "live: changes apply at once. observe: nothing reaches the directory. paused: held until it resumes. refusing: 503.",
});
export type Mode = Static<typeof Mode>;

export const SetupStep = Type.Enum(
  ["basic-settings", "authorization", "users-mapping", "groups-mapping", "provisioning", "done"],
  { description: "Where the set-up in the console was left; done where it is complete or was never begun." },
);
export type SetupStep = Static<typeof SetupStep>;

const SentSetup = exactly({ step: SetupStep });

const described = {
  id: Id,
  kind: Type.String({ description: "The id of its kind, as listApplicationKinds lists it." }),
  displayName: Name,
  mode: Mode,
  scimBaseUrl: Type.String({ description: "What the source's administrator enters as SCIM base URL." }),
};

export const SourceApplication = exactly({
  ...described,
  organizationId: Id,
  basicAllowed: Type.Boolean({ description: "Its tokens may come as the password of HTTP Basic." }),
  flags: Type.Array(Type.String(), {
    description:
      "What an administrator should look into. duplicate-external-id: two users have had the same externalId.",
  }),
  users: Type.Integer({ description: "Provisioned users." }),
  groups: Type.Integer({ description: "Provisioned groups." }),
  setup: exactly({
    step: SetupStep,
    firstTokenShownAt: Type.String({
      format: "date-time",
      description: "When the first bearer token was shown, once.",
    }),
  }),
  createdAt: Instant,
  modifiedAt: Instant,
});
export type SourceApplication = Static<typeof SourceApplication>;

export const CreatedSourceApplication = exactly({
  ...described,
  organizationId: Id,
  bearerToken: Type.String({ description: "Shown this once." }),
});
export type CreatedSourceApplication = Static<typeof CreatedSourceApplication>;

export const sourceApplicationRoutes = defineRoutes({
  listSourceApplications: {
    method: "GET",
    path: "/organizations/{organizationId}/source-applications",
    summary: "Lists the organization's source applications.",
    permission: "read",
    query: exactly(pageQuery(500)),
    answer: page(SourceApplication),
  },
  createSourceApplication: {
    method: "POST",
    path: "/organizations/{organizationId}/source-applications",
    summary: "Creates a source application with its kind's mapping, the default policy and a first bearer token.",
    permission: "change",
    body: exactly({
      displayName: Name,
      kind: Type.Optional(Type.String({ maxLength: 100, description: "scim-client where it is missing." })),
      mode: Type.Optional(Mode),
      setup: Type.Optional(SentSetup),
      succeeds: Type.Optional(
        Type.String({
          description:
            "A deleted application whose people this one takes over as they arrive; the mode is observe then unless sent.",
        }),
      ),
    }),
    status: 201,
    answer: CreatedSourceApplication,
  },
  getSourceApplication: {
    method: "GET",
    path: "/source-applications/{sourceApplicationId}",
    summary: "Reads a source application.",
    permission: "read",
    answer: SourceApplication,
  },
  changeSourceApplication: {
    method: "PATCH",
    path: "/source-applications/{sourceApplicationId}",
    summary: "Changes a source application's name, mode, HTTP Basic or set-up step; what is not sent stays.",
    permission: "change",
    body: exactly({
      displayName: Type.Optional(Name),
      mode: Type.Optional(Mode),
      basicAllowed: Type.Optional(Type.Boolean()),
      setup: Type.Optional(SentSetup),
    }),
    answer: SourceApplication,
  },
  deleteSourceApplication: {
    method: "DELETE",
    path: "/source-applications/{sourceApplicationId}",
    summary: "Deletes a source application: its tokens are dead at once; it stays restorable for 30 days.",
    permission: "change",
    query: exactly({
      people: Type.Optional(
        Type.Enum(["keep", "disable", "bin"], { description: "What becomes of its people; keep where it is missing." }),
      ),
    }),
    status: 204,
  },
  listDeletedSourceApplications: {
    method: "GET",
    path: "/organizations/{organizationId}/deleted-source-applications",
    summary: "Lists the applications that were deleted within 30 days and can be restored, newest first.",
    permission: "read",
    answer: exactly({ items: Type.Array(exactly({ id: Id, displayName: Name, deletedAt: Instant })) }),
  },
  restoreSourceApplication: {
    method: "POST",
    path: "/organizations/{organizationId}/deleted-source-applications/{deletedSourceApplicationId}/restore",
    summary: "Restores a deleted application; its bearer tokens stay dead.",
    permission: "change",
    answer: SourceApplication,
  },
  getSourceApplicationDomains: {
    method: "GET",
    path: "/source-applications/{sourceApplicationId}/domains",
    summary: "Reads the e-mail domains in which the application may link to people who exist already.",
    permission: "read",
    answer: DomainList,
  },
  putSourceApplicationDomains: {
    method: "PUT",
    path: "/source-applications/{sourceApplicationId}/domains",
    summary: "Replaces the application's share of the organization's own domains.",
    permission: "change",
    body: DomainList,
    answer: DomainList,
  },
});
