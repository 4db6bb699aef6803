import { ActionIcon } from "@mantine/core";
import { useSessionStorage } from "@mantine/hooks";
import { IconAlertTriangle, IconX } from "@tabler/icons-react";
import { Link, useLocation } from "@tanstack/react-router";
import { useOrganization } from "../api/organization.ts";
import { useFreshOverview, useOverview } from "../api/overview.ts";
import classes from "./notice.module.css";

/** Above each page while something fails or waits for a decision, unless the page says so itself. */
export function Notice() {
  const { id, slug } = useOrganization();
  const { pathname } = useLocation();
  const { data } = useOverview();
  useFreshOverview();
  const [hidden, setHidden] = useSessionStorage({ key: `rollcall-notice-${id}`, defaultValue: "" });
  if (data === undefined) return null;
  const failing = data.applications.failing + data.applications.refusing;
  const { held } = data;
  const told = `${failing} ${held}`;
  const saysItself = ["overview", "held"].some((place) => pathname === `/o/${slug}/${place}`);
  if ((failing === 0 && held === 0) || hidden === told || saysItself) return null;
  return (
    <div role="status" className={failing > 0 ? `${classes.notice} ${classes.failing}` : classes.notice}>
      <IconAlertTriangle size={16} stroke={1.5} aria-hidden="true" />
      <span className={classes.words}>
        {failing > 0 && (
          <Link to="/o/$slug/overview" params={{ slug }}>
            {failing.toLocaleString("en")} {failing === 1 ? "application fails" : "applications fail"}
          </Link>
        )}
        {failing > 0 && held > 0 && " and "}
        {held > 0 && (
          <Link to="/o/$slug/held" params={{ slug }}>
            {held.toLocaleString("en")} {held === 1 ? "change waits" : "changes wait"} for a decision
          </Link>
        )}
      </span>
      <ActionIcon size={22} aria-label="Hide until it changes" onClick={() => setHidden(told)}>
        <IconX size={14} stroke={1.5} />
      </ActionIcon>
    </div>
  );
}
