-- What a source sends and nothing keeps can be kept on request: by an attribute of the type that its values have.
alter table received_attributes add column value_type text, add column multi_valued boolean not null default false;
