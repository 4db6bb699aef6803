-- What a source sends and nothing keeps is shown with a sample, masked before it gets here: its shape, not its content.
alter table received_attributes add column sample text;
