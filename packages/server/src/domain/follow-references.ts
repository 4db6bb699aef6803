import { PlaceSet } from "./place-set.ts";

/** Where the references of the operations of a bulk job lead. */
export interface FollowedReferences {
  /** The number of each operation's circle; operations that refer to each other, however far round, have the same. */
  readonly circles: readonly number[];
  /** By operation, all that its references lead to, itself included. */
  readonly reached: readonly PlaceSet[];
}

/** Follows references to their ends; each operation and each reference is looked at once. */
export function followReferences(edges: readonly (readonly number[])[]): FollowedReferences {
  const circles = findCircles(edges);
  const members: number[][] = [];
  for (const [place, circle] of circles.entries()) (members[circle] ??= []).push(place);
  const byCircle: PlaceSet[] = [];
  // A circle has a higher number than those that it leads to.
  for (const [circle, places] of members.entries()) {
    const reached = new PlaceSet(edges.length);
    for (const place of places) {
      reached.add(place);
      for (const to of edges[place] ?? []) {
        const further = circles[to] === circle ? undefined : byCircle[circles[to] ?? -1];
        if (further !== undefined) reached.addAll(further);
      }
    }
    byCircle.push(reached);
  }
  return { circles, reached: circles.map((circle) => byCircle[circle] ?? new PlaceSet(edges.length)) };
}

/** Numbers the circles (strongly connected components, Tarjan 1972) of a graph; operations in the same have the same. */
function findCircles(edges: readonly (readonly number[])[]): number[] {
  const circle = edges.map(() => -1);
  const found = edges.map(() => -1);
  const low = edges.map(() => 0);
  const stack: number[] = [];
  let count = 0;
  let circles = 0;
  for (let root = 0; root < edges.length; root += 1) {
    if (found[root] !== -1) continue;
    // Not recursive: a chain of 1,000 references must not use up the stack.
    const path: { place: number; next: number }[] = [{ place: root, next: 0 }];
    while (path.length > 0) {
      const top = path[path.length - 1] as { place: number; next: number };
      const { place } = top;
      if (top.next === 0) {
        found[place] = low[place] = count++;
        stack.push(place);
      }
      const to = edges[place]?.[top.next];
      top.next += 1;
      if (to !== undefined) {
        if (found[to] === -1) path.push({ place: to, next: 0 });
        else if (circle[to] === -1) low[place] = Math.min(low[place] ?? 0, found[to] ?? 0);
        continue;
      }
      path.pop();
      const parent = path[path.length - 1]?.place;
      if (parent !== undefined) low[parent] = Math.min(low[parent] ?? 0, low[place] ?? 0);
      if (low[place] !== found[place]) continue;
      for (let member = stack.pop(); member !== undefined; member = stack.pop()) {
        circle[member] = circles;
        if (member === place) break;
      }
      circles += 1;
    }
  }
  return circle;
}
