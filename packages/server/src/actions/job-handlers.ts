import type { JobKind } from "../domain/job.ts";
import { actOnFindings } from "./act-on-findings.ts";
import { applyGroupRules } from "./apply-group-rules.ts";
import type { JobHandler } from "./job-handler.ts";
import { applyPrecedence } from "./apply-precedence.ts";
import { applyStatusRule, previewStatusRule } from "./apply-status-rule.ts";
import { previewGroupRules } from "./preview-group-rules.ts";
import { previewGoingLive } from "./preview-going-live.ts";
import { previewMapping } from "./preview-mapping.ts";
import { reapplyMapping } from "./reapply-mapping.ts";
import { reconcile } from "./reconcile-job.ts";
import { previewUndo, undo } from "./undo-job.ts";

/** How each kind of job is done. */
export const jobHandlers: { readonly [Kind in JobKind]: JobHandler<Kind> } = {
  "apply-mapping": reapplyMapping,
  "apply-precedence": applyPrecedence,
  "apply-status-rule": applyStatusRule,
  "preview-mapping": previewMapping,
  "preview-status-rule": previewStatusRule,
  "apply-group-rules": applyGroupRules,
  "preview-group-rules": previewGroupRules,
  "preview-going-live": previewGoingLive,
  "preview-undo": previewUndo,
  undo,
  reconcile,
  "act-on-findings": actOnFindings,
};
