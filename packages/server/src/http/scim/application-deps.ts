import type { ActionDeps } from "../../actions/action-deps.ts";

/** Applications whose deps are kept; beyond them all are made anew. */
const most = 10_000;

/** Makes what actions for an application work with: what it asks the database waits in its own line. */
export function openApplicationDeps(
  deps: ActionDeps,
): (application: { readonly id: string } | undefined) => ActionDeps {
  let made = new Map<string, ActionDeps>();
  return (application) => {
    if (application === undefined) return deps;
    const { id } = application;
    let own = made.get(id);
    if (own === undefined) {
      if (made.size >= most) made = new Map();
      own = { ...deps, database: deps.database.inLineOf(id) };
      made.set(id, own);
    }
    return own;
  };
}
