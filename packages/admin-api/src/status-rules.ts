import Type, { type Static } from "typebox";
import { Job } from "./jobs.ts";
import { defineRoutes } from "./route.ts";
import { exactly } from "./values.ts";

export const StatusRule = Type.Enum(["owner", "any", "all"], {
  description:
    "Whose word on the status counts where several sources have a person: the owner's, that of any of them who says active, or only that of all together.",
});
export type StatusRule = Static<typeof StatusRule>;

export const statusRuleRoutes = defineRoutes({
  getStatusRule: {
    method: "GET",
    path: "/organizations/{organizationId}/status-rule",
    summary: "Reads whose word on the status counts where several sources have a person.",
    permission: "read",
    answer: exactly({ rule: StatusRule }),
  },
  putStatusRule: {
    method: "PUT",
    path: "/organizations/{organizationId}/status-rule",
    summary:
      "Replaces the status rule and begins to decide everybody anew whom several sources have; nobody goes to the recycle bin by it.",
    permission: "change",
    body: exactly({ rule: StatusRule }),
    answer: exactly({ rule: StatusRule, job: Job }),
  },
  previewStatusRule: {
    method: "POST",
    path: "/organizations/{organizationId}/status-rule/preview",
    summary: "Begins to count whom a status rule would enable and disable, and changes nothing.",
    permission: "change",
    body: exactly({ rule: StatusRule }),
    status: 201,
    answer: Job,
  },
});
