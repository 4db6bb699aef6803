/** What makes the kit's button that empties a select one for everybody: named, reached by keyboard, large enough. */
export function clearButton(label: string) {
  return { "aria-label": `Clear ${label}`, "aria-hidden": false, tabIndex: 0, size: "24" } as const;
}

/** What is chosen begins at its own side, and the buttons stay at the right with room of their own. */
export const ownDirection = {
  attributes: { input: { dir: "auto" } },
  styles: { input: { paddingLeft: 10, paddingRight: 54 } },
} as const;
