module EE
  module API
    module Widgets
      extend ActiveSupport::Concern

      prepended do
        resource :projects do
          get ':id/widgets/dear' do
          end
        end
      end
    end
  end
end
