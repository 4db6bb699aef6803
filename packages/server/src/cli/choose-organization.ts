import { type Organization, organizationRoutes } from "@rollcall/admin-api/organizations.ts";
import { type Session, WrongUsage } from "./session.ts";
import { walkList } from "./walk-list.ts";

/** The text of the option that names an organization. */
export const organizationOption = "-o, --organization <id or slug>";

/** What its help says. */
export const organizationWords = "the organization; may be left out where the key sees only one";

/**
 * Finds the organization that a verb is about: the named one, or the only one that the key sees.
 *
 * @throws {WrongUsage} there is none, or there are several and none was named
 */
export async function chooseOrganization({ client }: Session, named: string | undefined): Promise<Organization> {
  const { items } = await walkList(100_000, (query) => client.call(organizationRoutes.listOrganizations, { query }));
  if (named !== undefined) {
    const found = items.find(({ id, slug }) => id === named || slug === named);
    if (found === undefined) throw new WrongUsage(`--organization: the key sees none with id or slug ${named}`);
    return found;
  }
  const [only, ...others] = items;
  if (only === undefined) throw new WrongUsage("there is no organization: rollcall organizations create <name>");
  if (others.length > 0) {
    const slugs = items.slice(0, 10).map(({ slug }) => slug);
    throw new WrongUsage(`which organization? Name one with --organization: ${slugs.join(", ")}`);
  }
  return only;
}
