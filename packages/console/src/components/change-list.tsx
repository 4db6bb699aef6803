import { asShortText } from "./short-text.ts";
import classes from "./change-list.module.css";

interface Props {
  readonly changes: readonly { readonly attribute: string; readonly from: unknown; readonly to: unknown }[];
  /** What attributes are called, where that is known. */
  readonly labels?: ReadonlyMap<string, string>;
  /** What those are called whose SCIM ids are values. */
  readonly people: Readonly<Record<string, string>>;
}

/** What changed: each attribute with what it was and what it is. */
export function ChangeList({ changes, labels, people }: Props) {
  if (changes.length === 0) return null;
  return (
    <dl className={classes.changes}>
      {changes.map(({ attribute, from, to }) => (
        <div key={attribute} className={classes.change}>
          <dt>
            {labels?.has(attribute) === true ? (
              <span title={attribute}>{labels.get(attribute)}</span>
            ) : (
              <code>{attribute}</code>
            )}
          </dt>
          <dd dir="auto">
            {from !== null && <del title={JSON.stringify(from)}>{asShortText(from, people)}</del>}
            {from !== null && <span aria-hidden="true"> → </span>}
            <ins title={JSON.stringify(to)}>{to === null ? "nothing" : asShortText(to, people)}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
