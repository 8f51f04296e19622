import { useEffect, useState } from "preact/hooks";

const choices = ["auto", "light", "dark"] as const;
type Theme = (typeof choices)[number];
const KEY = "theme";

/** Light or dark, or as the system has it. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState<Theme>(remembered);
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    localStorage.setItem(KEY, theme);
  }, [theme]);
  return (
    <label class="theme">
      <span class="unseen">Colours</span>
      <select value={theme} onChange={(event) => setTheme(themeOf(event.currentTarget.value))}>
        <option value="auto">Auto</option>
        <option value="light">Light</option>
        <option value="dark">Dark</option>
      </select>
    </label>
  );
}

function remembered(): Theme {
  return themeOf(localStorage.getItem(KEY));
}

function themeOf(text: string | null): Theme {
  return choices.find((choice) => choice === text) ?? "auto";
}
