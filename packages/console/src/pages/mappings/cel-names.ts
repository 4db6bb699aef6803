import type { ExpressionName } from "@rollcall/admin-api/mappings.ts";

/** What CEL brings along, beside the functions that the server lists. */
export const celFunctions: readonly ExpressionName[] = [
  { name: "has(value)", type: "bool", description: "Whether a sub-attribute arrived: has(name.middleName)." },
  { name: "size(value)", type: "int", description: "How many characters a text has, or values a list." },
  { name: "string(value)", type: "string", description: "A number or boolean as text." },
  { name: "int(value)", type: "int", description: "A text or number as a whole number." },
  { name: "double(value)", type: "double", description: "A text or whole number as a number." },
  { name: "bool(string)", type: "bool", description: "The text true or false as a boolean." },
];

/** What follows a value and a dot. */
export const celMethods: readonly ExpressionName[] = [
  { name: "contains(string)", type: "bool", description: "Of a text: whether another one is in it." },
  { name: "startsWith(string)", type: "bool", description: "Of a text: whether it begins so." },
  { name: "endsWith(string)", type: "bool", description: "Of a text: whether it ends so." },
  { name: "indexOf(string)", type: "int", description: "Of a text: where another one begins in it, or -1." },
  { name: "lastIndexOf(string)", type: "int", description: "Of a text: where another one begins in it last, or -1." },
  {
    name: "substring(int, int)",
    type: "string",
    description: "Of a text: the part from one position to before another.",
  },
  { name: "size()", type: "int", description: "How many characters a text has, or values a list." },
  { name: "filter(e, condition)", type: "list", description: "Of a list: the values for which a condition holds." },
  { name: "map(e, value)", type: "list", description: "Of a list: what an expression makes of each value." },
  { name: "exists(e, condition)", type: "bool", description: "Of a list: whether a condition holds for some value." },
  { name: "all(e, condition)", type: "bool", description: "Of a list: whether a condition holds for every value." },
  {
    name: "exists_one(e, condition)",
    type: "bool",
    description: "Of a list: whether a condition holds for exactly one.",
  },
];
