import Type from "typebox";

export const DirectoryUserStatus = Type.Enum(["enabled", "disabled", "binned"]);
export const DirectoryGroupStatus = Type.Enum(["active", "binned"]);
