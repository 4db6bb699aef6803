import type { Level, Section } from "../checks/check.ts";

/** The checks of sections as lines: a heading for each section, then level, title and requirements of each check. */
export function listLines(sections: readonly Section[]): string[] {
  const total = sections.reduce((sum, { checks }) => sum + checks.length, 0);
  const lines = sections.flatMap(({ name, title, source, checks }) => [
    `${name}: ${title} (${source})`,
    ...checks.map((check) => `  ${(check.level ?? "must").padEnd(6)}  ${check.title} (${check.shows.join(", ")})`),
    "",
  ]);
  return [...lines, `checks: ${total}; sections: ${sections.length}`];
}

interface ListedCheck {
  readonly section: string;
  readonly title: string;
  readonly level: Level;
  readonly shows: readonly string[];
  readonly needs: readonly string[];
}

/** The checks of sections as plain data. */
export function listJson(sections: readonly Section[]): ListedCheck[] {
  return sections.flatMap((section) =>
    section.checks.map(({ title, level = "must", shows, needs = [] }) => {
      return { section: section.name, title, level, shows, needs: [...(section.needs ?? []), ...needs] };
    }),
  );
}
