import { IconCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { SetupStep } from "@rollcall/admin-api/source-applications.ts";
import { laterStep, type SetupPlace, setupPlaces } from "../../components/setup-steps.ts";
import classes from "./setup-stepper.module.css";

interface Props {
  /** How far the set-up has come. */
  readonly reached: SetupStep;
  /** The label of the step that is shown. */
  readonly shown: string;
  /** Missing while the application does not exist yet. */
  readonly params?: { readonly slug: string; readonly applicationId: string };
}

const steps: readonly SetupPlace[] = setupPlaces.filter(
  ({ label }, index) => setupPlaces.findIndex((place) => place.label === label) === index,
);

/** The set-up as four steps: those behind can be opened again, those ahead wait. */
export function SetupStepper({ reached, shown, params }: Props) {
  return (
    <nav aria-label="Set-up">
      <ol className={classes.steps}>
        {steps.map((place, index) => {
          const done = laterStep(reached, place.step) === reached && reached !== place.step && !holds(place, reached);
          const open = params !== undefined && (done || holds(place, reached));
          const here = place.label === shown;
          const words = (
            <>
              <span className={done ? classes.done : classes.number} aria-hidden="true">
                {done ? <IconCheck size={12} stroke={2.5} /> : index + 1}
              </span>
              <span className={classes.label}>{place.label}</span>
            </>
          );
          return (
            <li
              key={place.step}
              aria-current={here ? "step" : undefined}
              className={here ? classes.here : classes.step}
            >
              {open && !here ? (
                <Link to={place.to} params={params} search={place.search ?? {}} className={classes.link}>
                  {words}
                </Link>
              ) : (
                <span className={classes.still}>{words}</span>
              )}
            </li>
          );
        })}
        {params !== undefined && (
          <li className={classes.later}>
            <Link to="/o/$slug/apps/$applicationId" params={params} className={classes.link}>
              <span className={classes.leave}>Finish later</span>
            </Link>
          </li>
        )}
      </ol>
    </nav>
  );
}

/** Attributes Mapping is one step here and two of the set-up. */
function holds(place: SetupPlace, step: SetupStep): boolean {
  return setupPlaces.some(({ label, step: its }) => its === step && label === place.label);
}
