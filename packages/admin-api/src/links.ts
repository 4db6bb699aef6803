import Type from "typebox";
import { ProvisioningOutcome } from "./directory-user-administration.ts";
import { defineRoutes } from "./route.ts";
import { exactly } from "./values.ts";

const reason = Type.String({ minLength: 1, maxLength: 1000, pattern: "\\S", description: "Why; kept with the event." });
const one = "/source-applications/{sourceApplicationId}/links/{linkedScimId}";

export const linkRoutes = defineRoutes({
  ownPerson: {
    method: "POST",
    path: `${one}/own`,
    summary: "Moves the ownership of a person to the link of this resource: its source drives status and bin then.",
    permission: "change",
    answer: ProvisioningOutcome,
  },
  unlinkPerson: {
    method: "POST",
    path: `${one}/unlink`,
    summary: "Says that the resource is not this person: its values and memberships end, and it waits as a conflict.",
    permission: "change",
    body: exactly({ reason }),
    answer: ProvisioningOutcome,
  },
});
