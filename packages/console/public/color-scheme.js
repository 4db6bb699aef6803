// Before the first paint, so that nobody in the dark sees a white flash. A file of its own: the page allows no inline script.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem("rollcall-color-scheme");
  } catch {
    // Storage that is forbidden means: as the system has it.
  }
  const dark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
