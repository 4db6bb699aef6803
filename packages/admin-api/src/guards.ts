import Type, { type Static } from "typebox";
import { defineRoutes } from "./route.ts";
import { exactly } from "./values.ts";

const settings = {
  enabled: Type.Boolean({ description: "Off: everything that the source takes away goes through at once." }),
  atLeast: Type.Integer({
    minimum: 0,
    maximum: 10_000_000,
    description: "Departures within an hour that always go through, however small the application is.",
  }),
  percent: Type.Integer({
    minimum: 0,
    maximum: 100,
    description: "Of the enabled people whom the application owns: as many departures go through within an hour.",
  }),
};

const count = exactly({
  departures: Type.Integer({ description: "People who lose their access: disabled, binned, or out of a group." }),
  bins: Type.Integer({ description: "Those of them who go to the recycle bin." }),
});

export const Guard = exactly({
  ...settings,
  limits: count,
  used: count,
  held: Type.Integer({ description: "Changes that wait for a person." }),
});
export type Guard = Static<typeof Guard>;

export const guardRoutes = defineRoutes({
  getGuard: {
    method: "GET",
    path: "/source-applications/{sourceApplicationId}/guard",
    summary: "Reads how much a source may take away within an hour, how much it has, and how much is held.",
    permission: "read",
    answer: Guard,
  },
  putGuard: {
    method: "PUT",
    path: "/source-applications/{sourceApplicationId}/guard",
    summary: "Replaces the guard's settings; what is held already stays held.",
    permission: "change",
    body: exactly(settings),
    answer: Guard,
  },
});
