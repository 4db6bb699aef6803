import { PasswordInput, type PasswordInputProps } from "@mantine/core";

/** The password that somebody has. */
export function CurrentPassword({ label = "Current password", ...field }: PasswordInputProps) {
  return (
    <PasswordInput
      label={label}
      autoComplete="current-password"
      visibilityToggleButtonProps={{ "aria-label": "Show or hide the password" }}
      {...field}
    />
  );
}
