import { PasswordInput, type PasswordInputProps } from "@mantine/core";

const shortest = 12;
const longest = 200;

/** Says what is wrong with a password's length; null when nothing is. The server checks the rest. */
export function passwordProblem(password: string): string | null {
  if (password.length < shortest)
    return `It has ${password.length} characters; at least ${shortest} are needed: four words in a row do well`;
  if (password.length > longest) return `It has ${password.length} characters; at most ${longest} can be kept`;
  return null;
}

/** A field for a password that somebody chooses. */
export function NewPassword({ label = "Password", ...field }: PasswordInputProps) {
  return (
    <PasswordInput
      label={label}
      description={`At least ${shortest} characters; a sentence is fine.`}
      autoComplete="new-password"
      visibilityToggleButtonProps={{ "aria-label": "Show or hide the password" }}
      {...field}
    />
  );
}
