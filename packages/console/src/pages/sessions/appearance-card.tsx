import { SegmentedControl, useMantineColorScheme } from "@mantine/core";
import { Card } from "../../components/card.tsx";

/** Light, dark, or as the system has it; kept in this browser. */
export function AppearanceCard() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Card title="Appearance" lead="Kept in this browser.">
      <SegmentedControl
        size="xs"
        aria-label="Theme"
        value={colorScheme}
        onChange={(value) => setColorScheme(value)}
        data={[
          { value: "light", label: "Light" },
          { value: "dark", label: "Dark" },
          { value: "auto", label: "As the system" },
        ]}
      />
    </Card>
  );
}
