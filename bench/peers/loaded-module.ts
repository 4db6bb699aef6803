/**
 * Loads a package of the peers' own folder. The name is no literal where it is imported: types and checks of the project
 * go through without these packages, which only a bench with peers installs.
 */
export async function loadedModule<Module>(name: string): Promise<Module> {
  return (await import(name)) as Module;
}
