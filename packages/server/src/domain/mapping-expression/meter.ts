import type { ASTNode } from "@marcbachmann/cel-js";
import { serialize } from "@marcbachmann/cel-js/serialize";
import { comprehensions, partsOf } from "./examine.ts";
import { conditionCall, stepCall } from "./macros.ts";

/** Methods whose part is a condition. */
const conditional = new Set(["all", "exists", "exists_one", "filter"]);

/**
 * Writes an expression anew so that what is evaluated for each value of a list counts its steps, and conditions that ask
 * for what did not arrive do not hold.
 */
export function metered(root: ASTNode): string {
  return serialize(rewrite(root));
}

/** A node as `serialize` reads it. */
type Written = Pick<ASTNode, "op" | "args">;

function rewrite(node: ASTNode): ASTNode {
  return write(node) as ASTNode;
}

function write(node: ASTNode): Written {
  switch (node.op) {
    case "value":
    case "id":
      return node;
    case ".":
    case ".?":
      return { op: node.op, args: [rewrite(node.args[0]), node.args[1]] };
    case "call":
      return { op: node.op, args: [node.args[0], node.args[1].map(rewrite)] };
    case "rcall": {
      const [name, receiver, args] = node.args;
      const written = comprehensions.has(name)
        ? args.map((arg, index) =>
            index === 0 ? arg : count(arg, conditional.has(name) || isFilterOfMap(args, index)),
          )
        : args.map(rewrite);
      return { op: node.op, args: [name, rewrite(receiver), written] };
    }
    case "list":
      return { op: node.op, args: node.args.map(rewrite) };
    case "map":
      return { op: node.op, args: node.args.map(([key, value]): [ASTNode, ASTNode] => [rewrite(key), rewrite(value)]) };
    case "!_":
    case "-_":
      return { op: node.op, args: rewrite(node.args) };
    case "?:": {
      const [condition, then, otherwise] = node.args;
      return { op: node.op, args: [count(condition, true), rewrite(then), rewrite(otherwise)] };
    }
    default: {
      const [left, right] = node.args;
      return { op: node.op, args: [rewrite(left), rewrite(right)] };
    }
  }
}

/** `map(e, condition, value)`. */
function isFilterOfMap(args: readonly ASTNode[], index: number): boolean {
  return args.length === 3 && index === 1;
}

function count(node: ASTNode, condition: boolean): ASTNode {
  const cost = { op: "value", args: BigInt(sizeOf(node)) } as ASTNode;
  return { op: "call", args: [condition ? conditionCall : stepCall, [cost, rewrite(node)]] } as unknown as ASTNode;
}

/** Nodes: what one evaluation of a part takes at most, beside the lists in it, which count themselves. */
function sizeOf(node: ASTNode): number {
  return 1 + partsOf(node).reduce((sum, part) => sum + sizeOf(part), 0);
}
