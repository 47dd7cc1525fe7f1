import type { ReactNode } from 'react';
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components/Tabs';

interface TabsProps<I extends string> {
  readonly label: string;
  readonly tabs: readonly { readonly id: I; readonly title: string; readonly content: ReactNode }[];
  readonly selected?: I;
  readonly onSelect?: (id: I) => void;
}

export function Tabs<I extends string>({ label, tabs, selected, onSelect }: TabsProps<I>) {
  return (
    <AriaTabs
      className="tabs"
      {...(selected !== undefined && { selectedKey: selected })}
      onSelectionChange={(key) => onSelect?.(key as I)}
    >
      <TabList className="tab-list" aria-label={label}>
        {tabs.map(({ id, title }) => (
          <Tab key={id} id={id} className="tab">
            {title}
          </Tab>
        ))}
      </TabList>
      {tabs.map(({ id, content }) => (
        <TabPanel key={id} id={id} className="tab-panel">
          {content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
