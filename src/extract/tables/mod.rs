//! Values of recognised rows to the columns of the form.

pub(crate) mod align_cells;
pub(crate) mod column_order;
pub(crate) mod rows;
pub(crate) mod table_scope;
pub(crate) mod unknown_rows;
