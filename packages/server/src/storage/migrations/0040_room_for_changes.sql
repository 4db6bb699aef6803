-- A changed resource stays in its page, and no index is written, while there is room for one more of its size: however
-- many fit into two thirds of a page, one more then fits into the rest. At 70 rows of 2.7 to 2.9 kB came in twos and left
-- none.
alter table provisioned_resources set (fillfactor = 66);

-- Three entries a row: to gather them first costs more than to write them where they belong.
alter index provisioned_resources_other_emails set (fastupdate = off);
