; Definitions.
(namespace_declaration name: (_) @name) @definition.namespace
(class_declaration name: (identifier) @name) @definition.class
(record_declaration name: (identifier) @name) @definition.class
(struct_declaration name: (identifier) @name) @definition.struct
(record_struct_declaration name: (identifier) @name) @definition.struct
(interface_declaration name: (identifier) @name) @definition.interface
(enum_declaration name: (identifier) @name) @definition.enum
(enum_member_declaration name: (identifier) @name) @definition.constant
(delegate_declaration name: (identifier) @name) @definition.type
(method_declaration name: (identifier) @name) @definition.method
(local_function_statement name: (identifier) @name) @definition.function
(constructor_declaration name: (identifier) @name) @definition.constructor
(destructor_declaration "~" name: (identifier) @name) @definition.method
(property_declaration name: (identifier) @name accessors: (_)? @body) @definition.property
(indexer_declaration "this" @name accessors: (_)? @body) @definition.property
(event_declaration name: (identifier) @name) @definition.property
(operator_declaration ["+" "-" "*" "/" "%" "==" "!=" "<" ">" "<=" ">=" "!" "~" "++" "--" "true" "false" "&" "|" "^" "<<" ">>"] @name) @definition.method
(conversion_operator_declaration "operator" . type: _ @name) @definition.method
(field_declaration (modifier "const") (variable_declaration type: (_) @returns (variable_declarator . (identifier) @name (equals_value_clause)? @value))) @definition.constant
(field_declaration (variable_declaration type: (_) @returns (variable_declarator . (identifier) @name (equals_value_clause)? @value))) @definition.property
(event_field_declaration (variable_declaration type: (_) @returns (variable_declarator . (identifier) @name (equals_value_clause)? @value))) @definition.property
(record_declaration parameters: (parameter_list (parameter name: (identifier) @name) @definition.property))
(record_struct_declaration parameters: (parameter_list (parameter name: (identifier) @name) @definition.property))

(base_list [(identifier) (qualified_name) (generic_name)] @heritage.extends)
(base_list (primary_constructor_base_type . (_) @heritage.extends))
(base_list [(identifier) @reference.extends (qualified_name (identifier) @reference.extends .) (generic_name (identifier) @reference.extends)
  (primary_constructor_base_type . (identifier) @reference.extends)])

(attribute_list) @decorator
(attribute name: (_) @decorator.name)
(attribute name: [(identifier) @reference.decorator (qualified_name (identifier) @reference.decorator .)])

; What must not get into heads.
(comment) @comment
[(string_literal) (verbatim_string_literal) (interpolated_string_expression) (character_literal)] @string

; Modules.
(file_scoped_namespace_declaration name: (_) @module)
(namespace_declaration name: (_) @module)
(file_scoped_namespace_declaration name: (_) @ignore)
(namespace_declaration name: (_) @ignore)
(using_directive) @import

; Names bound inside functions.
[(lambda_expression) (anonymous_method_expression) (accessor_declaration) (query_expression) (indexer_declaration)] @scope
(parameter name: (identifier) @local)
(parameter_list name: (identifier) @local)
(lambda_expression . (identifier) @local)
(lambda_expression (modifier) . (identifier) @local)
(local_declaration_statement (variable_declaration (variable_declarator . (identifier) @local)))
(using_statement (variable_declaration (variable_declarator . (identifier) @local)))
(for_statement initializer: (variable_declaration (variable_declarator . (identifier) @local)))
(for_each_statement left: [(identifier) @local (tuple_pattern (identifier) @local)])
(variable_declarator (tuple_pattern (identifier) @local))
(catch_declaration name: (identifier) @local)
(declaration_expression name: (identifier) @local)
(declaration_pattern name: (identifier) @local)
(var_pattern name: (identifier) @local)
(from_clause . (identifier) @local)
(let_clause . (identifier) @local)
(join_clause . (identifier) @local)
(type_parameter name: (identifier) @local.type)
(expression_colon (identifier) @ignore)
(labeled_statement . (identifier) @ignore)
(goto_statement (identifier) @ignore)
(name_colon (identifier) @ignore)
(name_equals (identifier) @ignore)

; More ways through the code.
[(if_statement) (for_statement) (for_each_statement) (while_statement) (do_statement) (case_switch_label) (case_pattern_switch_label)
 (switch_expression_arm) (catch_clause) (conditional_expression)] @branch
(binary_expression operator: ["&&" "||" "??"]) @branch

; Uses.
(invocation_expression function: [(identifier) @reference.call (generic_name (identifier) @reference.call)
  (member_access_expression name: [(identifier) @reference.call (generic_name (identifier) @reference.call)])
  (conditional_access_expression (member_binding_expression name: (identifier) @reference.call))])
(object_creation_expression type: [(identifier) @reference.new (generic_name (identifier) @reference.new)
  (qualified_name [(identifier) @reference.new (generic_name (identifier) @reference.new)] .)])
(assignment_expression left: [(identifier) @reference.write (member_access_expression name: (identifier) @reference.write)])
[(prefix_unary_expression (identifier) @reference.write) (postfix_unary_expression (identifier) @reference.write)]
(_ type: [(identifier) @reference.type (qualified_name (identifier) @reference.type .)])
[(generic_name (identifier) @reference.type) (nullable_type (identifier) @reference.type) (type_argument_list (identifier) @reference.type)
 (array_type type: (identifier) @reference.type) (type_constraint type: (identifier) @reference.type)]
(identifier) @reference
