import { type CustomTypesConfig, types } from "pg";

const int8 = 20;
const date = 1082;

/**
 * How columns arrive: `bigint` as number (counts, positions and versions stay far below 2^53), `date` as its text, the
 * rest as `pg` has it (`timestamptz` as Date, `json` and `jsonb` parsed, `numeric` as text).
 */
export const columnTypes: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text" | "binary") => {
    if (oid === int8 && format !== "binary") return Number;
    if (oid === date && format !== "binary") return (text: string) => text;
    return types.getTypeParser(oid, format);
  }) as CustomTypesConfig["getTypeParser"],
};
