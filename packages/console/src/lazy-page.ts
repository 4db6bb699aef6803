import { lazyRouteComponent, type RouteComponent } from "@tanstack/react-router";

/**
 * A page that is fetched when somebody goes there. Its type says nothing of the page, so that pages may use the types
 * of the routes.
 */
export function page(load: () => Promise<Readonly<Record<string, unknown>>>, name: string): RouteComponent {
  return lazyRouteComponent(load as () => Promise<Record<string, RouteComponent>>, name) as RouteComponent;
}
