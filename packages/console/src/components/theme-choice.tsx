import { SegmentedControl, useMantineColorScheme } from "@mantine/core";

/** Light, dark, or as the system has it; kept in this browser. */
export function ThemeChoice({ fullWidth = false }: { readonly fullWidth?: boolean }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <SegmentedControl
      fullWidth={fullWidth}
      size="xs"
      aria-label="Theme"
      value={colorScheme}
      onChange={(value) => setColorScheme(value)}
      data={[
        { value: "light", label: "Light" },
        { value: "dark", label: "Dark" },
        { value: "auto", label: "System" },
      ]}
    />
  );
}
